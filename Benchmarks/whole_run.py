#!/usr/bin/env python3
"""What a run of 200 cells costs beside its training steps: ten methods on the digits, twenty seeds (whole_run.yaml).

The whole is the CPU time of the process, from its start to stored results: reading the suite and the data, splits,
initial weights, compilation, training, an evaluation after every epoch and at the end, the store. The steps alone are
the difference between a long and a short training of the same cells without validation rows, per epoch: what a step
needs (gathering, schedules, random numbers, update) and the shuffle of an epoch.

    make build && python3 Benchmarks/whole_run.py [--rounds 3]
"""
import argparse
import statistics
import sys

import support

EPOCHS, SEEDS = 20, 20


def steps_alone(text, epochs, seeds):
    """CPU seconds of `epochs` epochs' steps of all cells, from fewer seeds and more epochs."""
    # As many training rows as with validation rows.
    text = text.replace("test: 0.2, validation: 0.2", "test: 0.4, validation: 0")
    text = text.replace(f"seeds: {SEEDS}", f"seeds: {seeds}")
    times = []
    for length in (epochs, 6 * epochs):
        run = support.Run(text.replace(f"epochs: {EPOCHS}", f"epochs: {length}"))
        times.append(run.cpu)
    return (times[1] - times[0]) / 5 * SEEDS / seeds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    support.one_thread()
    text = support.suite("whole_run.yaml")
    assert f"seeds: {SEEDS}" in text and f"epochs: {EPOCHS}" in text and "test: 0.2, validation: 0.2" in text
    whole, steps = [], []
    for _ in range(options.rounds):
        whole.append(support.Run(text).cpu)
        steps.append(steps_alone(text, EPOCHS, 2))
    ratios = [a / b for a, b in zip(whole, steps)]
    support.table(
        ["200 cells of 20 epochs", "CPU s"],
        [["the whole run", support.spread(whole, 2)], ["its training steps alone", support.spread(steps, 2)],
         ["ratio", support.spread(ratios, 2)]])
    print(f"\n{support.machine()}; one thread, CPU time, median (range) of {options.rounds} rounds")
    return 0 if statistics.median(ratios) < 1.5 else 1


if __name__ == "__main__":
    sys.exit(main())
