"""The engine room: rules (FEEL, DMN), engine, forms, registry of versions."""
