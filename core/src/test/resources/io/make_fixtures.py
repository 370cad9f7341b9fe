"""Makes the .npz and .npy files in this folder with NumPy, which writes what our own writer does
not: deflated entries, big-endian numbers, later header versions. Run it in this folder."""

import numpy as np
from numpy.lib import format as npy


def labels(names, rows, order="<"):
    dtype = [(name, order + "i4") for name in names]
    return np.array([tuple(row) for row in rows], dtype=dtype)


def arrays(order):
    values = np.arange(24, dtype=order + "f8").reshape(2, 3, 4) / 3
    gradient = np.arange(36, dtype=order + "f8").reshape(1, 3, 3, 4) - 7
    return {
        "keys": labels(["center", "neighbor"], [(1, 6)], order),
        "blocks/0/values": values,
        "blocks/0/samples": labels(["system", "atom"], [(0, 1), (5, -3)], order),
        "blocks/0/components/0": labels(["xyz"], [(0,), (1,), (2,)], order),
        "blocks/0/properties": labels(["n"], [(0,), (2,), (4,), (6,)], order),
        "blocks/0/gradients/positions/values": gradient,
        "blocks/0/gradients/positions/samples": labels(["sample", "atom"], [(1, 4)], order),
        "blocks/0/gradients/positions/components/0": labels(
            ["direction"], [(0,), (1,), (2,)], order
        ),
        "blocks/0/gradients/positions/components/1": labels(["xyz"], [(0,), (1,), (2,)], order),
    }


np.savez("numpy.npz", **arrays("<"))
np.savez("numpy-big-endian.npz", **arrays(">"))
np.savez_compressed("numpy-deflated.npz", **arrays("<"))
for version in [(1, 0), (2, 0), (3, 0)]:
    with open(f"labels-v{version[0]}.npy", "wb") as file:
        npy.write_array(file, labels(["a", "b"], [(1, 2), (3, 4), (-5, 6)]), version=version)
