"""The measurements: files bench_*.py, functions bench_*, run by `./run bench`; the suite does not collect them."""
