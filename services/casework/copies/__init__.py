"""抄送: others may read a step, and it is known when they did."""
