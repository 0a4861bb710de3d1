//! Logistic regression with a ridge penalty and bounds, by coordinate descent.
//!
//! Minimises `Σ s·(ln(1 + e^z) − t·z) + ½ Σ λⱼwⱼ²` over the weights, one at a time, each by a Newton step whose curvature
//! is bounded by ¼ from above, so that no step makes the sum larger (Krishnapuram et al., IEEE PAMI 27(6), 2005). The
//! constant has no penalty, and takes three steps a pass by its own curvature, quicker and without such a bound. The
//! order is fixed and nothing is random: the same posts give the same weights.

/// One feature: the rows that have it, with its values.
pub struct Column {
    pub rows: Vec<u32>,
    pub values: Vec<f32>,
    /// The penalty of its weight.
    pub ridge: f64,
    /// The least and the greatest weight that it may have.
    pub bounds: (f64, f64),
}

/// What is fitted.
pub struct Fit {
    pub bias: f64,
    pub weights: Vec<f64>,
}

/// The most passes over all columns.
const PASSES: usize = 150;
/// Passes end when no weight moves the log-odds of a post by more than this.
const STILL: f64 = 2e-4;

/// Fits `columns` to `targets` (0 to 1). A row whose share in `counts` is 0 takes no part.
pub fn fit(columns: &[Column], targets: &[f64], counts: &[f64]) -> Fit {
    let mut weights = vec![0.0; columns.len()];
    let mut log_odds = vec![0.0; targets.len()];
    let mut bias = 0.0;
    let logistic = |z: f64| 1.0 / (1.0 + (-z).exp());
    let mut probabilities = vec![0.5; targets.len()];
    // The bound of each column's curvature does not change.
    let curvature: Vec<f64> = columns
        .iter()
        .map(|column| {
            let squares = column
                .rows
                .iter()
                .zip(&column.values)
                .map(|(row, value)| 0.25 * counts[*row as usize] * f64::from(*value) * f64::from(*value));
            column.ridge + squares.sum::<f64>()
        })
        .collect();
    for _ in 0..PASSES {
        let mut largest: f64 = 0.0;
        for _ in 0..3 {
            let slope: f64 = (0..targets.len()).map(|i| counts[i] * (probabilities[i] - targets[i])).sum();
            let bend: f64 = (0..targets.len())
                .map(|i| counts[i] * (probabilities[i] * (1.0 - probabilities[i])).max(0.05))
                .sum();
            let step = -slope / bend.max(1e-9);
            bias += step;
            for i in 0..targets.len() {
                log_odds[i] += step;
                probabilities[i] = logistic(log_odds[i]);
            }
            largest = largest.max(step.abs());
        }
        for (index, column) in columns.iter().enumerate() {
            let mut slope = column.ridge * weights[index];
            for (row, value) in column.rows.iter().zip(&column.values) {
                let row = *row as usize;
                slope += counts[row] * f64::from(*value) * (probabilities[row] - targets[row]);
            }
            let wanted = (weights[index] - slope / curvature[index]).clamp(column.bounds.0, column.bounds.1);
            let step = wanted - weights[index];
            if step == 0.0 {
                continue;
            }
            weights[index] = wanted;
            let mut moved: f64 = 0.0;
            for (row, value) in column.rows.iter().zip(&column.values) {
                let row = *row as usize;
                log_odds[row] += step * f64::from(*value);
                moved = moved.max((step * f64::from(*value)).abs());
                probabilities[row] = logistic(log_odds[row]);
            }
            largest = largest.max(moved);
        }
        if largest < STILL {
            break;
        }
    }
    Fit { bias, weights }
}

/// The slope and offset that turn log-odds into calibrated ones (Platt, 1999, without his correction of the targets,
/// which hundreds of posts of either kind do not need), by the same descent.
pub fn calibrate(log_odds: &[f64], targets: &[f64]) -> (f64, f64) {
    let column = Column {
        rows: (0..log_odds.len() as u32).collect(),
        values: log_odds.iter().map(|z| *z as f32).collect(),
        ridge: 1e-6,
        bounds: (0.0, f64::INFINITY),
    };
    let Fit { bias, weights } = fit(std::slice::from_ref(&column), targets, &vec![1.0; targets.len()]);
    (weights[0], bias)
}
