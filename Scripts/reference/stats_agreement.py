"""Agreement on random and published tables: krippendorff, irrCAC, scikit-learn; crowd-kit."""
import warnings

import krippendorff
import numpy as np
import pandas as pd
from crowdkit.aggregation import DawidSkene, OneCoinDawidSkene
from irrCAC.datasets import raw_5observers
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

from stats_common import Fixture

warnings.filterwarnings("ignore")
fixture = Fixture("agreement", ["krippendorff", "irrCAC", "scikit-learn", "crowd-kit", "numpy", "pandas"])
rng = np.random.default_rng(5)


def table(units, raters, categories, missing):
    truth = rng.integers(0, categories, units)
    data = np.where(rng.uniform(size=(raters, units)) < 0.55, truth, rng.integers(0, categories, (raters, units)))
    data = data.astype(float) + 1
    data[rng.uniform(size=data.shape) < missing] = np.nan
    return data


def coefficients(data, categories):
    """Every coefficient of a raters × units table on a declared scale 1..categories."""
    expected = {}
    scale = np.arange(1, categories + 1, dtype=float)
    for metric in ["nominal", "ordinal", "interval", "ratio"]:
        expected[f"alpha {metric}"] = krippendorff.alpha(data, level_of_measurement=metric, value_domain=scale)
    frame = pd.DataFrame(data.T)
    for weights in ["identity", "linear", "quadratic", "ordinal"]:
        cac = CAC(frame, weights=weights, categories=list(scale), digits=12)
        for name, call in [("fleiss", cac.fleiss), ("gwet", cac.gwet), ("bp", cac.bp), ("conger", cac.conger)]:
            est = call()["est"]
            expected[f"{name} {weights}"] = est["coefficient_value"]
            if weights == "identity" and name in ("fleiss", "gwet", "bp"):
                expected[f"{name} error"] = est["se"]
        expected[f"percent {weights}"] = est["pa"]
    return expected


for units, raters, categories, missing in [(12, 3, 3, 0.0), (30, 4, 5, 0.25), (80, 6, 4, 0.5), (25, 2, 4, 0.1)]:
    data = table(units, raters, categories, missing)
    data = data[:, ~np.isnan(data).all(0)]
    fixture.add("table", {"columns": data, "categories": categories}, coefficients(data, categories))

observers = raw_5observers().to_numpy().T
expected = {}
for metric in ["nominal", "ordinal", "interval", "ratio"]:
    expected[f"alpha {metric}"] = krippendorff.alpha(observers, level_of_measurement=metric)
cac = CAC(raw_5observers(), digits=12)
expected["fleiss identity"] = cac.fleiss()["est"]["coefficient_value"]
expected["gwet identity"] = cac.gwet()["est"]["coefficient_value"]
fixture.add("observers", {"columns": observers, "scale": [0, 1, 2, 3]}, expected)

for n, categories in [(40, 3), (150, 5)]:
    a = rng.integers(0, categories, n)
    b = np.where(rng.uniform(size=n) < 0.5, a, rng.integers(0, categories, n))
    fixture.add(
        "cohen", {"a": a, "b": b, "categories": categories},
        {weights or "identity": cohen_kappa_score(a, b, weights=weights, labels=range(categories))
         for weights in [None, "linear", "quadratic"]})

units, raters, categories = 120, 5, 3
truth = rng.integers(0, categories, units)
skill = rng.uniform(0.55, 0.95, raters)
rows = [
    (u, r, int(truth[u]) if rng.uniform() < skill[r] else int(rng.integers(0, categories)))
    for u in range(units) for r in range(raters) if rng.uniform() < 0.8
]
frame = pd.DataFrame(rows, columns=["task", "worker", "label"])
given = {"unit": frame["task"], "rater": frame["worker"], "category": frame["label"], "units": units, "raters": raters, "categories": categories}
given = {key: list(value) if hasattr(value, "tolist") else value for key, value in given.items()}


def em(one_coin):
    """EM without smoothing to convergence, the likelihood that both models state."""
    unit, rater, vote = (np.array(given[key]) for key in ["unit", "rater", "category"])
    T = np.zeros((units, categories))
    np.add.at(T, (unit, vote), 1)
    rated = T.sum(1) > 0
    T[rated] /= T[rated].sum(1, keepdims=True)
    with np.errstate(divide="ignore"):
        for _ in range(5000):
            prior = T[rated].mean(0)
            if one_coin:
                right = np.bincount(rater, T[unit, vote]) / np.bincount(rater)
                pi = np.repeat(((1 - right) / (categories - 1))[:, None, None], categories, 1).repeat(categories, 2)
                for k in range(categories):
                    pi[:, k, k] = right
            else:
                pi = np.zeros((raters, categories, categories))
                np.add.at(pi.transpose(0, 2, 1), (rater, vote), T[unit])
                pi /= pi.sum(2, keepdims=True)
            logs = np.tile(np.log(prior), (units, 1))
            np.add.at(logs, unit, np.log(pi[rater, :, vote]))
            T = np.exp(logs - logs.max(1, keepdims=True))
            T /= T.sum(1, keepdims=True)
    return T, prior, np.einsum("k,rkk->r", prior, pi)


tasks = sorted(frame["task"].unique())
expected = {"tasks": tasks}
for name, one_coin, model in [("ds", False, DawidSkene(n_iter=500, tol=1e-13)), ("coin", True, OneCoinDawidSkene(n_iter=60, tol=1e-14))]:
    T, prior, accuracy = em(one_coin)
    labels = model.fit_predict(frame)
    expected[name] = T[tasks]
    expected[f"{name}Prior"] = prior
    expected[f"{name}Accuracy"] = accuracy
    # crowd-kit cuts probabilities and may stop early, so only its labels are kept.
    expected[f"{name}Labels"] = [int(labels[task]) for task in tasks]
fixture.add("aggregation", given, expected)
fixture.write()
