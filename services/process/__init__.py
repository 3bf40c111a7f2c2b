"""The engine room: rules (FEEL, DMN), engine, registry of versions, forms."""
