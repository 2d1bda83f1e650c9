"""Estimates and intervals by scipy, statsmodels and, where no package has it, numpy."""
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from stats_common import Fixture

warnings.filterwarnings("ignore")
fixture = Fixture("estimates", ["scipy", "statsmodels", "numpy"])
rng = np.random.default_rng(2)

for n in [1, 7, 40, 263, 5000]:
    for x in sorted({0, n, int(rng.binomial(n, 0.7))}):
        for level in [0.9, 0.95, 0.99]:
            expected = {}
            for name, method in [("wilson", "wilson"), ("exact", "beta")]:
                low, high = proportion_confint(x, n, 1 - level, method)
                expected[name] = [0.0 if np.isnan(low) else low, 1.0 if np.isnan(high) else high]
            fixture.add("rate", {"x": x, "n": n, "level": level}, expected)
for x, n, y, m in [(56, 70, 48, 80), (9, 10, 3, 10), (0, 20, 5, 25), (300, 400, 310, 390)]:
    low, high = confint_proportions_2indep(x, n, y, m, method="newcomb", compare="diff")
    fixture.add("newcombe", {"x": x, "n": n, "y": y, "m": m}, {"interval": [low, high]})

for n in [2, 9, 60]:
    values = rng.normal(3, 2, n)
    low, high = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    fixture.add("mean", {"values": values}, {"mean": values.mean(), "error": stats.sem(values), "interval": [low, high]})
for groups, size in [(6, 4), (25, 7)]:
    codes = np.repeat(np.arange(groups), rng.integers(1, size + 1, groups))
    other = rng.integers(0, 5, len(codes))
    values = rng.normal(0, 1, len(codes)) + rng.normal(0, 1, groups)[codes] + rng.normal(0, 0.7, 5)[other]
    ones = np.ones((len(codes), 1))
    fit = sm.OLS(values, ones).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
    low, high = fit.conf_int()[0]
    fixture.add("clusteredMean", {"values": values, "clusters": codes}, {"mean": fit.params[0], "error": fit.bse[0], "interval": [low, high]})
    both = sm.OLS(values, ones).fit(cov_type="cluster", cov_kwds={"groups": np.column_stack([codes, other])})
    fixture.add("twoWayMean", {"values": values, "clusters": codes, "others": other}, {"error": both.bse[0]})
    d = values - values.mean()
    n = len(values)
    bracket = (d @ d) / (n * (n - 1)) + sum((d[codes == c].sum()) ** 2 - (d[codes == c] ** 2).sum() for c in range(groups)) / n**2
    fixture.add("millerMean", {"values": values, "clusters": codes}, {"error": bracket**0.5})

for n in [5, 30]:
    values = rng.exponential(1, n)
    for p in [0.1, 0.5, 0.77]:
        fixture.add("quantile", {"values": values, "p": p}, {"value": np.quantile(values, p)})


def passAtK(n, c, k):
    return 1.0 if n - c < k else 1 - np.prod(1 - k / np.arange(n - c + 1, n + 1))


def passHatK(n, c, k):
    from math import comb
    return comb(c, k) / comb(n, k)


for n, k in [(5, 2), (20, 7), (100, 10)]:
    passes = [int(v) for v in rng.binomial(n, rng.uniform(0, 1, 12))]
    fixture.add(
        "pass", {"passes": passes, "samples": [n] * 12, "k": k},
        {"any": np.mean([passAtK(n, c, k) for c in passes]), "all": np.mean([passHatK(n, c, k) for c in passes])})

for n in [8, 30]:
    values = rng.exponential(1, n)
    result = stats.bootstrap((values,), np.mean, n_resamples=199, method="BCa", rng=rng)
    plain = np.quantile(result.bootstrap_distribution, [0.025, 0.975])
    fixture.add(
        "bca", {"values": values, "replicates": result.bootstrap_distribution},
        {"bca": list(result.confidence_interval), "percentile": plain, "error": result.standard_error})

# A balanced case × prompt × sample design: the analysis-of-variance components.
I, J, K = 12, 4, 3
y = rng.normal(0, 1, (I, J, K)) + rng.normal(0, 1.5, (I, 1, 1)) + rng.normal(0, 0.6, (1, J, 1)) + rng.normal(0, 0.8, (I, J, 1))
cell, row, column, grand = y.mean(2), y.mean((1, 2)), y.mean((0, 2)), y.mean()
msE = ((y - cell[:, :, None]) ** 2).sum() / (I * J * (K - 1))
msAB = K * ((cell - row[:, None] - column[None, :] + grand) ** 2).sum() / ((I - 1) * (J - 1))
msA = J * K * ((row - grand) ** 2).sum() / (I - 1)
msB = I * K * ((column - grand) ** 2).sum() / (J - 1)
fixture.add(
    "components", {"values": y},
    {"case": (msA - msAB) / (J * K), "prompt": (msB - msAB) / (I * K), "case × prompt": (msAB - msE) / K, "residual": msE})
# The same with two judges of each sample, crossed.
I, J, K, L = 10, 3, 2, 4
y = rng.normal(0, 0.5, (I, K, L)) + rng.normal(0, 1, (I, 1, 1)) + rng.normal(0, 0.7, (I, K, 1)) + rng.normal(0, 0.5, (1, 1, L)) + rng.normal(0, 0.6, (I, 1, L))
m = y.mean
ms = {
    "a": K * L * ((m((1, 2)) - m()) ** 2).sum() / (I - 1),
    "s": L * ((m(2) - m((1, 2))[:, None]) ** 2).sum() / (I * (K - 1)),
    "j": I * K * ((m((0, 1)) - m()) ** 2).sum() / (L - 1),
    "aj": K * ((m(1) - m((1, 2))[:, None] - m((0, 1))[None, :] + m()) ** 2).sum() / ((I - 1) * (L - 1)),
    "e": ((y - m(2)[:, :, None] - m(1)[:, None, :] + m((1, 2))[:, None, None]) ** 2).sum() / (I * (K - 1) * (L - 1)),
}
fixture.add(
    "judgedComponents", {"values": y},
    {"residual": ms["e"], "sampling": (ms["s"] - ms["e"]) / L, "case × judge": (ms["aj"] - ms["e"]) / K,
     "judge": (ms["j"] - ms["aj"]) / (I * K), "case": (ms["a"] - ms["s"] - ms["aj"] + ms["e"]) / (K * L)})
fixture.write()
