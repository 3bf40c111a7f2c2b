"""The database: base class, column types, connection, and the unit of work that commits once."""
