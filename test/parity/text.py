"""Makes test/fixtures/text/peers.json: what scikit-learn counts and weighs, and what crowd-kit makes of votes.

    uv venv --python 3.11 venv
    uv pip install --python venv/bin/python scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 crowd-kit==1.4.2 pandas==3.1.1
    venv/bin/python test/parity/text.py > test/fixtures/text/peers.json
"""

import json
import random
from importlib.metadata import version

import pandas
from crowdkit.aggregation import OneCoinDawidSkene
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

random.seed(3)

documents = [
    "The crescent is the best of the whole bakery!",
    "Check out my channel, check out MY channel: http://example.org/a?b=1",
    "Schöne Brötchen, très bon, ça va; naïve café",
    "",
    "a I 1 22 snake_case don't e-mail",
    "ночь Ночь 東京 東京タワー ﬁne 😀 ok",
    "  many   spaces\tand\nlines  ",
    "roll roll roll",
    "the roll and the ring and the mini roll",
]


def counted(name, options):
    vectorizer = CountVectorizer(**options)
    matrix = vectorizer.fit_transform(documents).tocsr()
    matrix.sort_indices()
    unseen = vectorizer.transform(["the best roll of the mini channel", "nothing known"]).toarray()
    return {
        "name": name,
        "names": vectorizer.get_feature_names_out().tolist(),
        "counts": matrix.toarray().tolist(),
        "unseen": unseen.tolist(),
        "first": vectorizer.build_analyzer()(documents[1]),
    }


def weighed(name, options):
    vectorizer = TfidfVectorizer(**options)
    matrix = vectorizer.fit_transform(documents)
    idf = vectorizer.idf_.tolist() if options.get("use_idf", True) else None
    return {"name": name, "weights": matrix.toarray().tolist(), "idf": idf}


def labeled(name, rows, functions, classes, right, votes_in=1.0):
    """Votes of functions that are right with a probability each; a function votes in a share of the rows."""
    truth = [random.randrange(classes) for _ in range(rows)]
    votes = [
        [
            (y if random.random() < right[f] else random.randrange(classes)) if random.random() < votes_in else -1
            for f in range(functions)
        ]
        for y in truth
    ]
    table = pandas.DataFrame(
        [(r, f, vote) for r, row in enumerate(votes) for f, vote in enumerate(row) if vote >= 0],
        columns=["task", "worker", "label"],
    )
    model = OneCoinDawidSkene(n_iter=150, tol=-1e9).fit(table)
    probabilities = model.probas_.sort_index()[sorted(model.probas_.columns)]
    return {
        "name": name,
        "classes": classes,
        "votes": votes,
        "rows": probabilities.index.tolist(),
        "probabilities": probabilities.values.tolist(),
        "balance": model.priors_.sort_index().tolist(),
        "accuracies": model.skills_.sort_index().tolist(),
    }


print(
    json.dumps(
        {
            "versions": {
                package: version(package) for package in ("scikit-learn", "scipy", "numpy", "crowd-kit", "pandas")
            },
            "documents": documents,
            "counted": [
                counted("words", {}),
                counted("1-5-grams", {"ngram_range": (1, 5)}),
                counted("bigrams alone", {"ngram_range": (2, 2)}),
                counted("stop words", {"stop_words": ["the", "and"], "ngram_range": (1, 2)}),
                counted("as they are written", {"lowercase": False}),
                counted("without accents", {"strip_accents": "unicode"}),
                counted("ASCII", {"strip_accents": "ascii"}),
                counted("min 2", {"min_df": 2}),
                counted("max half", {"max_df": 0.3}),
                counted("share", {"min_df": 0.2, "max_df": 0.5}),
                counted("binary", {"binary": True}),
                counted("characters", {"analyzer": "char", "ngram_range": (2, 3)}),
                counted("within words", {"analyzer": "char_wb", "ngram_range": (3, 6)}),
                counted("one letter", {"token_pattern": r"[a-z]+"}),
                counted("given", {"vocabulary": ["roll", "the", "channel"]}),
            ],
            "weighed": [
                weighed("usual", {}),
                weighed("l1", {"norm": "l1"}),
                weighed("no norm", {"norm": None}),
                weighed("not smooth", {"smooth_idf": False}),
                weighed("sublinear", {"sublinear_tf": True, "ngram_range": (1, 2)}),
                weighed("no idf", {"use_idf": False}),
            ],
            "labeled": [
                labeled("two classes", 80, 4, 2, [0.9, 0.8, 0.6, 0.4]),
                labeled("three classes", 120, 5, 3, [0.9, 0.7, 0.7, 0.5, 0.2]),
                labeled("abstaining", 150, 5, 2, [0.9, 0.8, 0.8, 0.6, 0.3], votes_in=0.6),
            ],
        },
        ensure_ascii=False,
    )
)
