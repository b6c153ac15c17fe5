"""Models that compare each award with itself: linear and logistic with award fixed effects, errors clustered by award. numpy alone.

Both need only sums per award, so a wild bootstrap of thousands of draws takes milliseconds, and all models together less than loading
an established implementation would; tests hold them to statsmodels. Draws come from numpy's frozen RandomState with a fixed seed: the
same data give the same figures everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from warehouse.trend.comparison import FEWEST_AWARDS, Array, Estimate, Halves, student_975

DRAWS = 1_999
SEED = 2018
ILL_CONDITIONED = 1e10
NO_SPREAD = 1e-12
_SEARCH_STEPS = 12


@dataclass(frozen=True)
class Within:
    """A linear model with award fixed effects, as sums per award.

    products (awards, p, p) and responses (awards, p) of the regressors less their award's mean; groups (awards,) = the numbers of
    the awards; rows = observations behind them.
    """

    products: Array
    responses: Array
    groups: Array
    rows: int

    @property
    def awards(self) -> int:
        """Awards whose regressors vary: the others say nothing."""
        return len(self.responses)

    @property
    def determined(self) -> bool:
        """Whether there are awards enough and the regressors can be told apart."""
        if self.awards < FEWEST_AWARDS:
            return False
        total = self.products.sum(axis=0)
        return bool(np.linalg.cond(total) < ILL_CONDITIONED)


def within(award: Array, regressors: Array, response: Array) -> Within:
    """Sums per award of `regressors` (rows, p) and `response` (rows,), both less their award's mean; `award` numbers the rows' awards."""
    count = int(award.max()) + 1 if len(award) else 0
    size = np.maximum(np.bincount(award, minlength=count), 1)
    columns = regressors.shape[1]
    means = np.stack([np.bincount(award, regressors[:, j], count) / size for j in range(columns)], axis=1)
    centred = regressors - means[award]
    products = np.zeros((count, columns, columns))
    responses = np.zeros((count, columns))
    for j in range(columns):
        responses[:, j] = np.bincount(award, centred[:, j] * response, count)
        for k in range(columns):
            products[:, j, k] = np.bincount(award, centred[:, j] * centred[:, k], count)
    varies = np.trace(products, axis1=1, axis2=2) > 1e-12
    groups = np.flatnonzero(varies)
    return Within(products[varies], responses[varies], groups, int(np.bincount(award, minlength=count)[varies].sum()))


def coefficients(model: Within) -> Array:
    """Least squares, shape (p,)."""
    return np.linalg.solve(model.products.sum(axis=0), model.responses.sum(axis=0))


def coefficients_without_each(model: Within, term: int = 0) -> list[float | None]:
    """Coefficient `term` without each award in turn; None where the others do not determine it."""
    products, responses = model.products.sum(axis=0), model.responses.sum(axis=0)
    rests = zip(products - model.products, responses - model.responses, strict=True)
    return [
        float(np.linalg.solve(product, response)[term]) if np.linalg.cond(product) < ILL_CONDITIONED else None
        for product, response in rests
    ]


def clustered(model: Within, term: int = 0) -> Estimate:
    """Coefficient `term` with the interval from errors clustered by award (CR1, Student's t with awards - 1 degrees of freedom).

    Without interval when nothing varies around the fit: an interval without width would claim certainty.
    """
    solution = coefficients(model)
    value = float(solution[term])
    spread = _spread(model, solution, term)
    if spread < NO_SPREAD:
        return Estimate(value)
    awards, columns = model.responses.shape
    small_sample = awards / (awards - 1) * (model.rows - 1) / max(model.rows - columns, 1)
    reach = student_975(awards - 1) * spread * math.sqrt(small_sample)
    return Estimate(value, value - reach, value + reach)


def _spread(model: Within, solution: Array, term: int) -> float:
    """Standard error of coefficient `term` clustered by award, without correction for few awards."""
    direction = np.linalg.inv(model.products.sum(axis=0))[term]
    scores = model.responses - model.products @ solution
    return math.sqrt(float(((scores @ direction) ** 2).sum()))


def wild_bootstrap(model: Within, term: int = 0, draws: int = DRAWS, interval: bool = True) -> Estimate:
    """Coefficient `term` with p-value against 0 and interval by wild cluster bootstrap-t, null imposed, Rademacher weights.

    The interval holds the values that the same test does not reject at 5 %, found by search from the estimate outwards. Without
    both when nothing varies around the fit.
    """
    by_clusters = clustered(model, term)
    value = by_clusters.value
    if by_clusters.high is None:
        return by_clusters
    signs = _signs(draws, model.awards)
    p_value = _p_value(model, term, 0.0, signs)
    if not interval:
        return Estimate(value, p_value=p_value)
    reach = by_clusters.high - value
    low = _end(model, term, signs, value, -reach)
    high = _end(model, term, signs, value, reach)
    return Estimate(value, low, high, p_value)


def _signs(draws: int, awards: int) -> Array:
    random = np.random.RandomState(SEED)
    return random.randint(0, 2, (draws, awards)).astype(np.float64) * 2 - 1


def _p_value(model: Within, term: int, null: float, signs: Array) -> float:
    """Part of the draws with a statistic as far out as the observed one when coefficient `term` is `null`."""
    total = model.products.sum(axis=0)
    inverse = np.linalg.inv(total)
    direction = inverse[term]
    free = coefficients(model)
    observed = abs(free[term] - null) / _spread(model, free, term)
    restricted = _restricted(model, total, term, null)
    scores = model.responses - model.products @ restricted
    along = scores @ direction
    moved = signs @ scores @ inverse
    through = model.products @ direction
    # Variance of the redrawn estimate: sum over awards of (sign * along - through . moved) squared, signs squared being 1.
    variance = (
        float((along**2).sum())
        - 2 * np.einsum("dp,dp->d", signs @ (along[:, None] * through), moved)
        + np.einsum("dp,pq,dq->d", moved, through.T @ through, moved)
    )
    drawn = np.abs(moved[:, term]) / np.sqrt(np.maximum(variance, 1e-300))
    return float((1 + (drawn >= observed - 1e-12).sum()) / (1 + len(drawn)))


def _restricted(model: Within, total: Array, term: int, null: float) -> Array:
    """Least squares with coefficient `term` held at `null`."""
    solution = np.zeros(total.shape[0])
    solution[term] = null
    others = [j for j in range(total.shape[0]) if j != term]
    if others:
        right = model.responses.sum(axis=0)[others] - total[others, term] * null
        solution[others] = np.linalg.solve(total[np.ix_(others, others)], right)
    return solution


def _end(model: Within, term: int, signs: Array, value: float, reach: float) -> float | None:
    """Where the test begins to reject, going from `value` in the direction of `reach`; None when it never does."""
    inside, outside = value, value + reach
    for _ in range(6):
        if _p_value(model, term, outside, signs) < 0.05:
            break
        inside, outside = outside, outside + reach
    else:
        return None
    for _ in range(_SEARCH_STEPS):
        middle = (inside + outside) / 2
        if _p_value(model, term, middle, signs) < 0.05:
            outside = middle
        else:
            inside = middle
    return (inside + outside) / 2


def odds(halves: Halves, draws: int = DRAWS) -> tuple[Estimate, int] | None:
    """Log odds ratio of after against before within awards, and how many awards say something; None with fewer than five.

    Conditional logit: given how many recognitions of an award count in all, how many of them are after. p-value by score wild
    bootstrap at 0.
    """
    tables = [
        (int(after), int(total_before), int(total_after), int(before + after))
        for before, total_before, after, total_after in zip(*halves.columns(), strict=True)
        if total_before and total_after and 0 < before + after < total_before + total_after
    ]
    if len(tables) < FEWEST_AWARDS:
        return None
    value = 0.0
    for _ in range(60):
        moments = [_moments(table, value) for table in tables]
        score = sum(table[0] - mean for table, (mean, _) in zip(tables, moments, strict=True))
        step = score / max(sum(variance for _, variance in moments), 1e-12)
        value += min(max(step, -2.0), 2.0)
        if abs(value) > 15:
            return None
        if abs(step) < 1e-10:
            break
    moments = [_moments(table, value) for table in tables]
    information = sum(variance for _, variance in moments)
    meat = sum((table[0] - mean) ** 2 for table, (mean, _) in zip(tables, moments, strict=True))
    error = math.sqrt(meat * len(tables) / (len(tables) - 1)) / information
    scores = np.array([table[0] - _moments(table, 0.0)[0] for table in tables])
    drawn = np.abs(_signs(draws, len(tables)) @ scores)
    p_value = float((1 + (drawn >= abs(scores.sum()) - 1e-12).sum()) / (1 + draws))
    if error < NO_SPREAD:
        return Estimate(value), len(tables)
    reach = student_975(len(tables) - 1) * error
    return Estimate(value, value - reach, value + reach, p_value), len(tables)


def _moments(table: tuple[int, int, int, int], log_odds: float) -> tuple[float, float]:
    """Mean and variance of the noncentral hypergeometric: counting recognitions that are after, given both totals."""
    _, before, after, counting = table
    values = np.arange(max(0, counting - before), min(counting, after) + 1)
    logs = np.array([_log_choose(after, int(v)) + _log_choose(before, counting - int(v)) for v in values])
    logs = logs + values * log_odds
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean = float((weights * values).sum())
    return mean, float((weights * (values - mean) ** 2).sum())


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
