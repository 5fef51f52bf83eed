"""Makes test/fixtures/decomposition/scikit-learn.json: how scikit-learn takes tables apart.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6
    venv/bin/python test/parity/decomposition.py > test/fixtures/decomposition/scikit-learn.json
"""

import json
import warnings
from importlib.metadata import version

import numpy
from scipy import sparse
from sklearn.datasets import load_digits
from sklearn.decomposition import NMF, PCA, TruncatedSVD
from sklearn.preprocessing import RobustScaler

warnings.simplefilter("ignore")
random = numpy.random.default_rng(24)


def drawn(rows, columns):
    """Columns that go together, of units from 0.001 to 1,000, about means far from 0."""
    few = random.normal(0, 1, (rows, 3)) @ random.normal(0, 1, (3, columns))
    units = 10.0 ** numpy.linspace(-3, 3, columns)
    return numpy.round((few + 0.3 * random.normal(0, 1, (rows, columns)) + 2) * units, 8)


def pca(name, x, **options):
    model = PCA(**options).fit(x)
    scores = model.transform(x)
    return {
        "name": name,
        "x": x.tolist(),
        "options": options,
        "mean": model.mean_.tolist(),
        "components": model.components_.tolist(),
        "variance": model.explained_variance_.tolist(),
        "ratio": model.explained_variance_ratio_.tolist(),
        "singular": model.singular_values_.tolist(),
        "noise": float(model.noise_variance_),
        "scores": scores.tolist(),
        "back": model.inverse_transform(scores).tolist(),
    }


def counts(rows, columns, topics):
    rates = random.gamma(0.3, 1, (topics, columns))
    return random.poisson(random.dirichlet([0.3] * topics, rows) @ rates * 2)


def svd(name, x, components, **options):
    model = TruncatedSVD(components, random_state=0, **options)
    scores = model.fit_transform(x)
    return {
        "name": name,
        "x": (x.toarray() if sparse.issparse(x) else x).tolist(),
        "sparse": bool(sparse.issparse(x)),
        "components": model.components_.tolist(),
        "variance": model.explained_variance_.tolist(),
        "ratio": model.explained_variance_ratio_.tolist(),
        "singular": model.singular_values_.tolist(),
        "scores": scores.tolist(),
    }


def nmf(name, x, components, unseen, given=False, **options):
    w, h = (numpy.round(random.uniform(0.1, 1, shape), 4) for shape in ((len(x), components), (components, x.shape[1])))
    model = NMF(components, init="custom" if given else options.pop("init", None), random_state=0, **options)
    scores = model.fit_transform(x, W=w.copy(), H=h.copy()) if given else model.fit_transform(x)
    return {
        "name": name,
        "x": x.tolist(),
        "unseen": unseen.tolist(),
        "components": components,
        "start": {"w": w.tolist(), "h": h.tolist()} if given else None,
        "options": {key: value for key, value in options.items()},
        "w": scores.tolist(),
        "h": model.components_.tolist(),
        "error": float(model.reconstruction_err_),
        "rounds": int(model.n_iter_),
        "ofUnseen": model.transform(unseen).tolist(),
    }


def robust(name, x, **options):
    model = RobustScaler(**options).fit(x)
    return {
        "name": name,
        "x": x.tolist(),
        "options": options,
        "center": None if model.center_ is None else model.center_.tolist(),
        "scale": None if model.scale_ is None else model.scale_.tolist(),
        "scaled": model.transform(x).tolist(),
    }


tall, wide = drawn(40, 6), drawn(5, 9)
words = counts(50, 30, 3)
parts = counts(30, 18, 3).astype(float)
pictures = load_digits().data[::18]
print(
    json.dumps(
        {
            "versions": {package: version(package) for package in ("scikit-learn", "scipy", "numpy")},
            "pca": [
                pca("tall", tall),
                pca("three", tall, n_components=3),
                pca("a share", tall / 10.0 ** numpy.linspace(-3, 3, 6), n_components=0.8),
                pca("whitened", tall, n_components=3, whiten=True),
                pca("wide", wide, n_components=4),
            ],
            "svd": [
                svd("dense", tall, 3),
                svd("sparse", sparse.csr_matrix(words), 4, n_iter=12),
                svd("pictures", pictures, 10, n_iter=20),
            ],
            "nmf": [
                nmf("given, two rounds", parts, 3, parts[:4] + 1, given=True, max_iter=2),
                nmf("given, to the end", parts, 3, parts[:4] + 1, given=True, max_iter=2000, tol=1e-9),
                nmf("nndsvd", parts, 3, parts[:4] + 1, init="nndsvd", max_iter=50),
                nmf("nndsvda", parts, 4, parts[:4] + 1, max_iter=50),
            ],
            "robust": [
                robust("plain", numpy.hstack([tall, numpy.full((40, 1), 0.1)])),
                robust("deciles", wide, quantile_range=(10, 90)),
                robust("centered only", wide, with_scaling=False),
            ],
        }
    )
)
