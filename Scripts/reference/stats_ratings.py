"""Bradley–Terry by choix, arena-rank, statsmodels; tie models by scipy on the same likelihood."""
import choix
import numpy as np
import statsmodels.api as sm
from arena_rank.models.bradley_terry import BradleyTerry
from arena_rank.utils.data_utils import PairDataset
from scipy import optimize
from scipy.special import expit

import pandas as pd
from stats_common import Fixture

fixture = Fixture("ratings", ["choix", "arena-rank", "statsmodels", "scipy", "numpy"])
rng = np.random.default_rng(6)


def design(first, second, n):
    X = np.zeros((len(first), n))
    X[np.arange(len(first)), first] = 1
    X[np.arange(len(first)), second] -= 1
    return X


for n, count, ties in [(6, 300, 0.0), (9, 500, 0.25)]:
    theta = rng.normal(0, 0.8, n)
    first = rng.integers(0, n, count)
    second = (first + rng.integers(1, n, count)) % n
    left = rng.choice([-1.0, 1.0], count)
    p = expit(theta[first] - theta[second] + 0.3 * left)
    outcome = (rng.uniform(size=count) >= p).astype(int)
    outcome[rng.uniform(size=count) < ties] = 2
    cluster = rng.integers(0, 30, count)
    given = {"players": n, "first": first, "second": second, "outcome": outcome, "left": left, "cluster": cluster}
    score = np.array([1.0, 0.0, 0.5])[outcome]
    X = design(first, second, n)

    # Reduced columns: the last strength is minus the sum of the others.
    R = X[:, :-1] - X[:, -1:]
    up = np.vstack([np.eye(n - 1), -np.ones((1, n - 1))])
    plain = sm.GLM(score, R, family=sm.families.Binomial()).fit(tol=1e-13)
    robust = sm.GLM(score, R, family=sm.families.Binomial()).fit(tol=1e-13, cov_type="cluster", cov_kwds={"groups": cluster})
    factor = (count - 1) / (count - (n - 1))
    cov = up @ robust.cov_params() @ up.T / factor
    expected = {"half": up @ plain.params, "clusterErrors": np.sqrt(np.diag(cov))}
    frame = pd.DataFrame({"a": [f"m{i:02d}" for i in first], "b": [f"m{i:02d}" for i in second], "winner": [["a", "b", "tie"][o] for o in outcome]})
    data = PairDataset.from_pandas(frame, competitor_cols=["a", "b"], outcome_col="winner", outcome_map={"a": 1.0, "b": 0.0, "tie": 0.5})
    model = BradleyTerry(n_competitors=n)
    result = model.compute_ratings_and_cis(data)
    order = np.argsort(result["competitors"])
    expected["arena"] = np.array(result["ratings"])[order]
    if ties == 0:
        wins = [(a, b) if o == 0 else (b, a) for a, b, o in zip(first, second, outcome)]
        expected["choix"] = choix.opt_pairwise(n, wins, tol=1e-10)
    Z = np.column_stack([R, left])
    with_left = sm.GLM(score, Z, family=sm.families.Binomial()).fit(tol=1e-13, cov_type="cluster", cov_kwds={"groups": cluster})
    expected["left"] = with_left.params[-1]
    expected["leftError"] = with_left.bse[-1] / np.sqrt((count - 1) / (count - n))
    if ties > 0:
        def davidson(x):
            d, nu = R @ x[:-1], np.exp(x[-1])
            log = np.log(np.exp(d / 2) + np.exp(-d / 2) + nu)
            return -(np.choose(outcome, [d / 2, -d / 2, np.log(nu) + 0 * d]) - log).sum()

        def rao(x):
            d, eta = R @ x[:-1], np.exp(x[-1])
            win, loss = expit(d - eta), expit(-d - eta)
            return -np.log(np.choose(outcome, [win, loss, 1 - win - loss])).sum()

        for name, f in [("davidson", davidson), ("rao", rao)]:
            best = optimize.minimize(f, np.append(plain.params, -0.5), method="BFGS", options={"gtol": 1e-8})
            expected[name] = up @ best.x[:-1]
            expected[f"{name}Tie"] = best.x[-1] if name == "davidson" else np.exp(best.x[-1])
    fixture.add("votes", given, expected)
fixture.write()
