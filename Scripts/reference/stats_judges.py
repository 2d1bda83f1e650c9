"""Prediction-powered means by ppi-python, and the same with a chosen power."""
import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate

from stats_common import Fixture

fixture = Fixture("judges", ["ppi-python", "numpy"])
rng = np.random.default_rng(7)
for n, size, noise in [(30, 400, 0.3), (100, 1000, 1.0), (12, 60, 0.05)]:
    truth = rng.normal(1, 1, n + size)
    judge = 0.2 + 0.8 * truth + noise * rng.normal(0, 1, n + size)
    y, f, g = truth[:n], judge[:n], judge[n:]
    expected = {}
    for name, lam in [("one", 1.0), ("half", 0.5)]:
        low, high = ppi_mean_ci(y, f, g, alpha=0.05, lam=lam)
        expected[name] = ppi_mean_pointestimate(y, f, g, lam=lam)[0]
        expected[f"{name}Interval"] = [low[0], high[0]]
    fixture.add("ppi", {"human": y, "judge": f, "unlabelled": g}, expected)
fixture.write()
