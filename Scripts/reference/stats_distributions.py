"""Distribution functions and quantiles by scipy."""
import numpy as np
from scipy import special, stats

from stats_common import Fixture

fixture = Fixture("distributions", ["scipy", "numpy"])
rng = np.random.default_rng(1)

for x in [-30, -8, -2.5, -0.3, 0, 0.7, 1.96, 5, 12]:
    fixture.add("normal", {"x": x}, {"cdf": stats.norm.cdf(x), "survival": stats.norm.sf(x)})
for p in [1e-12, 1e-5, 0.01, 0.3, 0.5, 0.975]:
    fixture.add("normalQuantile", {"p": p}, {"quantile": stats.norm.ppf(p)})
for nu in [0.8, 1, 2.5, 7, 29, 350, 1e5]:
    for x in [-3.2, 0.4, 2.1, 9]:
        fixture.add("t", {"nu": nu, "x": x}, {"cdf": stats.t.cdf(x, nu), "survival": stats.t.sf(x, nu)})
    for p in [1e-6, 0.025, 0.4, 0.9]:
        fixture.add("tQuantile", {"nu": nu, "p": p}, {"quantile": stats.t.ppf(p, nu)})
for nu in [0.5, 1, 4, 33, 700]:
    for x in rng.gamma(nu / 2, 2, 3):
        fixture.add("chiSquare", {"nu": nu, "x": x}, {"cdf": stats.chi2.cdf(x, nu), "survival": stats.chi2.sf(x, nu)})
    fixture.add("chiSquareQuantile", {"nu": nu, "p": 0.95}, {"quantile": stats.chi2.ppf(0.95, nu)})
for d1, d2 in [(1, 5), (3, 11.5), (20, 2), (6, 400)]:
    for x in [0.2, 1.3, 4.4]:
        fixture.add("f", {"d1": d1, "d2": d2, "x": x}, {"cdf": stats.f.cdf(x, d1, d2), "survival": stats.f.sf(x, d1, d2)})
    fixture.add("fQuantile", {"d1": d1, "d2": d2, "p": 0.99}, {"quantile": stats.f.ppf(0.99, d1, d2)})
for a, b in [(0.4, 0.7), (2, 5), (30.5, 8), (1e4, 2e4), (1, 1e6)]:
    for p in [1e-4, 0.025, 0.5, 0.99]:
        x = special.betaincinv(a, b, p)
        fixture.add("beta", {"a": a, "b": b, "x": x}, {"cdf": special.betainc(a, b, x)})
        fixture.add("betaQuantile", {"a": a, "b": b, "p": p}, {"quantile": x})
for n, p in [(5, 0.2), (40, 0.61), (1000, 0.03), (20000, 0.5)]:
    for k in sorted(set(int(v) for v in rng.binomial(n, p, 3))):
        fixture.add("binomial", {"n": n, "p": p, "k": k}, {"mass": stats.binom.pmf(k, n, p), "cdf": stats.binom.cdf(k, n, p)})
for nu, delta, x in [(4, 1.5, 2), (9, 2, 2.262), (33, -1, -2.5), (120, 4, 3.2), (2.5, 0.5, 6), (998, 30, 31)]:
    fixture.add("noncentralT", {"nu": nu, "delta": delta, "x": x}, {"cdf": stats.nct.cdf(x, nu, delta)})
for x in [0.01, 0.4, 1, 3.7, 22, 900]:
    fixture.add("gamma", {"x": x}, {"digamma": special.digamma(x), "logGamma": special.gammaln(x)})
fixture.write()
