"""Tests, effect sizes, multiplicity and power by scipy and statsmodels."""
import numpy as np
from scipy import optimize, stats
from scipy.stats import _stats_py  # noqa: F401  (pins that scipy is complete)
from statsmodels.stats import multitest, power, weightstats
from statsmodels.stats.contingency_tables import Table2x2, mcnemar

from stats_common import Fixture

fixture = Fixture("comparisons", ["scipy", "statsmodels", "numpy"])
rng = np.random.default_rng(3)

for n, m in [(6, 9), (40, 25)]:
    a, b = rng.normal(0.4, 1, n), rng.normal(0, 2, m)
    welch = stats.ttest_ind(a, b, equal_var=False)
    low, high = welch.confidence_interval()
    fixture.add("welch", {"a": a, "b": b}, {"statistic": welch.statistic, "p": welch.pvalue, "df": welch.df, "interval": [low, high]})
for n in [8, 33]:
    a, b = rng.normal(0.4, 1, n), rng.normal(0, 1, n)
    paired = stats.ttest_rel(a, b)
    low, high = paired.confidence_interval()
    fixture.add("paired", {"a": a, "b": b}, {"statistic": paired.statistic, "p": paired.pvalue, "interval": [low, high]})
    p = weightstats.ttost_paired(a, b, -0.8, 0.8)
    fixture.add("equivalence", {"a": a, "b": b, "margin": 0.8}, {"p": p[0]})
for b, c in [(10, 3), (0, 6), (25, 31), (4, 4)]:
    table = [[5, b], [c, 7]]
    exact, chi = mcnemar(table, exact=True), mcnemar(table, exact=False, correction=False)
    cc = mcnemar(table, exact=False, correction=True)
    mid = min(1, 2 * stats.binom.cdf(min(b, c), b + c, 0.5) - stats.binom.pmf(min(b, c), b + c, 0.5))
    fixture.add("mcnemar", {"b": b, "c": c}, {"exact": exact.pvalue, "chi": chi.pvalue, "corrected": cc.pvalue if abs(b - c) > 0 else 1.0, "mid": mid})
for n in [7, 12, 16]:
    d = np.round(rng.normal(0.3, 1, n), 2)
    for alternative in ["two-sided", "greater", "less"]:
        result = stats.permutation_test((d,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative=alternative)
        fixture.add("signFlip", {"d": d, "alternative": alternative}, {"p": result.pvalue})
for n, rounding in [(9, 6), (40, 6), (90, 6), (80, 0), (30, 0)]:
    d = np.round(rng.normal(0.3, 1.3, n), rounding)
    d = d[d != 0]
    for alternative in ["two-sided", "greater", "less"]:
        tied = rounding == 0
        if len(d) <= 50:
            # The exact distribution over all sign patterns, ties kept, by convolution.
            ranks = (2 * stats.rankdata(abs(d))).astype(int)
            shares = np.zeros(ranks.sum() + 1)
            shares[0] = 1
            for r in ranks:
                shifted = np.zeros_like(shares)
                shifted[r:] = shares[: len(shares) - r]
                shares = (shares + shifted) / 2
            w = ranks[d > 0].sum()
            low, high = shares[: w + 1].sum(), shares[w:].sum()
            p = {"two-sided": min(1, 2 * min(low, high)), "greater": high, "less": low}[alternative]
            if not tied:
                assert abs(p - stats.wilcoxon(d, alternative=alternative, method="exact").pvalue) < 1e-9
        else:
            p = stats.wilcoxon(d, alternative=alternative, method="asymptotic", correction=True).pvalue
        fixture.add("signedRank", {"d": d, "alternative": alternative}, {"p": p})
for n, m, rounding in [(5, 7, 6), (30, 22, 6), (70, 55, 6), (25, 31, 0)]:
    a, b = np.round(rng.normal(0.5, 2, n), rounding), np.round(rng.normal(0, 2, m), rounding)
    for alternative in ["two-sided", "greater", "less"]:
        exact = rounding > 0 and max(n, m) <= 50
        result = stats.mannwhitneyu(a, b, alternative=alternative, method="exact" if exact else "asymptotic")
        fixture.add("rankSum", {"a": a, "b": b, "alternative": alternative}, {"p": result.pvalue, "statistic": result.statistic})
p = rng.uniform(0, 1, 20) ** 3
for name, method in [("holm", "holm"), ("benjamini-hochberg", "fdr_bh"), ("bonferroni", "bonferroni")]:
    fixture.add("multiplicity", {"p": p, "method": name}, {"adjusted": multitest.multipletests(p, method=method)[1]})

for table in [[[56, 14], [48, 32]], [[3, 20], [9, 15]]]:
    t = Table2x2(np.array(table))
    fixture.add(
        "ratios", {"table": table},
        {"odds": t.oddsratio, "oddsInterval": t.oddsratio_confint(), "risk": t.riskratio, "riskInterval": t.riskratio_confint()})


def noncentral(t, df, share):
    return optimize.brentq(lambda delta: stats.nct.cdf(t, df, delta) - share, t - 12, t + 12, xtol=1e-13)


for n, m in [(5, 6), (30, 41)]:
    a, b = rng.normal(1, 1, n), rng.normal(0, 1, m)
    s = np.sqrt(((n - 1) * a.var(ddof=1) + (m - 1) * b.var(ddof=1)) / (n + m - 2))
    d, scale, df = (a.mean() - b.mean()) / s, np.sqrt(n * m / (n + m)), n + m - 2
    fixture.add("cohen", {"a": a, "b": b}, {"d": d, "interval": [noncentral(d * scale, df, 0.975) / scale, noncentral(d * scale, df, 0.025) / scale]})
    x = np.sign(a[:, None] - b[None, :])
    fixture.add("cliff", {"a": a, "b": b}, {"delta": x.mean()})

for effect, n in [(0.2, 50), (0.5, 34), (1.1, 9)]:
    fixture.add(
        "power", {"effect": effect, "n": n},
        {"paired": power.TTestPower().power(effect, n, 0.05), "unpaired": power.TTestIndPower().power(effect, n, 0.05)})
for effect in [0.2, 0.5]:
    fixture.add(
        "sampleSize", {"effect": effect},
        {"paired": int(np.ceil(power.TTestPower().solve_power(effect, power=0.8, alpha=0.05))),
         "unpaired": int(np.ceil(power.TTestIndPower().solve_power(effect, power=0.8, alpha=0.05)))})

for w, n in [(18, 20), (15, 20), (65, 100), (3, 40)]:
    from scipy.special import betaln
    log = betaln(w + 1, n - w + 1) + n * np.log(2)
    fixture.add("mixture", {"w": w, "n": n}, {"e": np.exp(log)})

# The betting confidence sequence on the same grid, written out again in numpy.
for n, p in [(60, 0.5), (150, 0.85)]:
    x = rng.beta(4 * p, 4 * (1 - p), n)
    cells, alpha = 1000, 0.05
    grid = np.arange(cells + 1) / cells
    alive = np.ones(cells + 1, bool)
    up, down = np.zeros(cells + 1), np.zeros(cells + 1)
    total, squares = 0.0, 0.25
    for t in range(1, n + 1):
        lam = np.sqrt(2 * np.log(2 / alpha) / (squares / t * t * np.log(1 + t)))
        with np.errstate(divide="ignore"):
            lu, ld = np.minimum(lam, 0.5 / grid), np.minimum(lam, 0.5 / (1 - grid))
        up += np.log1p(lu * (x[t - 1] - grid))
        down += np.log1p(-ld * (x[t - 1] - grid))
        alive &= np.maximum(up, down) < np.log(2 / alpha)
        total += x[t - 1]
        squares += (x[t - 1] - (0.5 + total) / (t + 1)) ** 2
    kept = np.flatnonzero(alive)
    fixture.add("betting", {"x": x}, {"interval": [max(0, (kept[0] - 1) / cells), min(1, (kept[-1] + 1) / cells)]})
fixture.write()
