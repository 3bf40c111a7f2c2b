"""The designer's pages: one file per noun, named in this table. Each asks the domain for the role `designer`."""

from . import drafts, editors, files, migrations, workbench

DESIGNER_PAGES = (
    workbench.page,
    drafts.page,
    files.page,
    editors.page,
    migrations.page,
)
