"""The designer's pages: one file per noun, named in this table. Each asks the domain for the role `designer`."""

from . import draft_files, drafts, editors, files, manifest, migrations, steps, workbench

DESIGNER_PAGES = (
    workbench.page,
    drafts.page,
    draft_files.page,
    manifest.page,
    steps.page,
    files.page,
    editors.page,
    migrations.page,
)
