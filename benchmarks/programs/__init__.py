"""Programs that benchmarks run in processes of their own, where start and memory are measured."""
