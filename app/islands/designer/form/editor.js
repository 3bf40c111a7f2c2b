export async function edit() {}
