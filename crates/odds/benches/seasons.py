"""The seasons of the benchmark beside this file, with numpy: the same model, whole arrays at a time, one thread."""

import time

try:
    import numpy as np
except ImportError:
    raise SystemExit(1)

RACES, CLASSES, TEAMS, DROPS, BLOCK = 9, 4, 12, 2, 2000
SCALE = np.array([25, 18, 15, 12, 10, 8, 6, 4, 2, 1, 0, 0, 0], dtype=np.int32)
random = np.random.Generator(np.random.SFC64(1))


def block():
    shape = (CLASSES, BLOCK, TEAMS)
    strength = random.standard_normal(shape, dtype=np.float32)
    without = random.beta(2.0, 8.0, size=shape).astype(np.float32)
    points = np.empty((RACES,) + shape, dtype=np.int32)
    places = np.empty((RACES,) + shape, dtype=np.int8)
    for race in range(RACES):
        arrival = random.standard_exponential(shape, dtype=np.float32) * np.exp(-strength)
        missing = random.random(shape, dtype=np.float32) < without
        arrival[missing] = np.inf
        order = np.argsort(arrival, axis=2)
        place = np.empty(shape, dtype=np.int8)
        np.put_along_axis(place, order, np.arange(TEAMS, dtype=np.int8)[None, None, :], axis=2)
        place[missing] = TEAMS
        places[race] = place
        points[race] = SCALE[place]
        strength += np.float32(0.15) * random.standard_normal(shape, dtype=np.float32)
    total = points.sum(axis=0) - np.partition(points, DROPS - 1, axis=0)[:DROPS].sum(axis=0)
    # Countback: wins, seconds and thirds below the points.
    key = total.astype(np.int64)
    for place in range(3):
        key = key * 16 + (places == place).sum(axis=0)
    final = np.argsort(-key, axis=2, kind="stable")
    return np.bincount(final[:, :, 0].ravel(), minlength=TEAMS), final


for run in range(3):
    blocks = 10
    start = time.process_time()
    for _ in range(blocks):
        block()
    taken = time.process_time() - start
    print(f"numpy  {run}: {blocks * BLOCK / taken:9.0f} seasons a second", flush=True)
