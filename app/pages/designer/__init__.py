"""The designer's pages: one file per noun, named in this table. Each asks the domain for the role `designer`."""

from . import (
    comparisons,
    draft_files,
    drafts,
    editors,
    files,
    manifest,
    migrations,
    rehearsals,
    releases,
    steps,
    walks,
    workbench,
)

DESIGNER_PAGES = (
    workbench.page,
    drafts.page,
    draft_files.page,
    manifest.page,
    steps.page,
    files.page,
    editors.page,
    migrations.page,
    rehearsals.page,
    walks.page,
    comparisons.page,
    releases.page,
)
