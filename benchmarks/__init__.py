"""What things cost, measured: `make bench` prints one line for each figure."""
