"""Factorial models: statsmodels' OLS, GLM and conditional logit; the random intercept by brute force."""
import warnings

import numpy as np
import statsmodels.api as sm
from scipy import integrate, optimize
from scipy.special import expit
from statsmodels.discrete.conditional_models import ConditionalLogit

from stats_common import Fixture

warnings.filterwarnings("ignore")
fixture = Fixture("factorial", ["statsmodels", "scipy", "numpy"])
rng = np.random.default_rng(4)


def columns(levels, codes):
    """Sum-to-zero columns of a factor."""
    matrix = np.zeros((len(codes), levels - 1))
    for row, code in enumerate(codes):
        matrix[row] = -1 if code == levels - 1 else np.eye(levels)[code][: levels - 1]
    return matrix


cases, repeats = 40, 2
rows = [(c, a, b) for c in range(cases) for a in range(2) for b in range(3) for _ in range(repeats)]
keep = rng.uniform(size=len(rows)) < 0.85
rows = np.array(rows)[keep]
case, a, b = rows.T
difficulty = rng.normal(0, 1.2, cases)
eta = 0.3 + difficulty[case] + 0.5 * (a == 0) - 0.4 * (b == 2) + 0.5 * (a == 0) * (b == 1)
y = (rng.uniform(size=len(rows)) < expit(eta)).astype(float)
A, B = columns(2, a), columns(3, b)
AB = np.column_stack([A[:, i] * B[:, j] for i in range(1) for j in range(2)])
X = np.column_stack([np.ones(len(y)), A, B, AB])
given = {"outcome": y, "case": case, "a": a, "b": b}

ols = sm.OLS(y, X).fit(cov_type="cluster", cov_kwds={"groups": case}, use_t=True)
wald = [float(np.squeeze(ols.wald_test(np.eye(6)[r], use_f=True, scalar=True).statistic)) for r in ([1], [2, 3], [4, 5])]
fixture.add("linear", given, {"coefficients": ols.params, "errors": ols.bse, "wald": wald})
glm = sm.GLM(y, X, family=sm.families.Binomial()).fit(cov_type="cluster", cov_kwds={"groups": case}, tol=1e-12)
fixture.add("logit", given, {"coefficients": glm.params, "errors": glm.bse})


def demean(values):
    return values - np.array([values[case == c].mean(axis=0) for c in range(cases)])[case]


fixed = sm.OLS(demean(y), demean(X[:, 1:])).fit(cov_type="cluster", cov_kwds={"groups": case})
fixture.add("linearFixed", given, {"coefficients": fixed.params, "errors": fixed.bse})
conditional = ConditionalLogit(y, X[:, 1:], groups=case).fit(method="newton", tol=1e-12, disp=0)
fixture.add("logitConditional", given, {"coefficients": conditional.params})


def negative(parameters):
    beta, sigma = parameters[:-1], parameters[-1]
    base = X @ beta
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    total = 0.0
    for c in range(cases):
        mine = case == c
        z = base[mine][:, None] + sigma * nodes[None, :]
        logs = (y[mine][:, None] * z - np.logaddexp(0, z)).sum(0)
        total += np.log((weights * np.exp(logs)).sum() / np.sqrt(2 * np.pi))
    return -total


best = optimize.minimize(negative, np.append(glm.params, 1.0), method="BFGS", options={"gtol": 1e-7})
fixture.add("logitRandom", given, {"coefficients": best.x[:-1], "deviation": abs(best.x[-1])})
fixture.write()
