//! Small dense symmetric matrices and their triangular roots.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    size: usize,
    cells: Vec<f64>,
}

/// The lower triangle whose product with its mirror image is a matrix (Cholesky).
#[derive(Clone, Debug, PartialEq)]
pub struct Triangle(Dense);

impl Dense {
    pub fn zero(size: usize) -> Dense {
        Dense { size, cells: vec![0.0; size * size] }
    }

    pub fn at(&mut self, row: usize, column: usize) -> &mut f64 {
        &mut self.cells[row * self.size + column]
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..][..self.size]
    }

    /// The root of a matrix that is positive; where rounding has made it none, of the nearest that is.
    pub fn triangle(&self) -> Triangle {
        let mut root = Dense::zero(self.size);
        for row in 0..self.size {
            for column in 0..=row {
                let (of_row, of_column) = (&root.row(row)[..column], &root.row(column)[..column]);
                let product: f64 = of_row.iter().zip(of_column).map(|(a, b)| a * b).sum();
                let rest = self.row(row)[column] - product;
                let own =
                    if row == column { rest.max(1e-12).sqrt() } else { rest / root.row(column)[column] };
                *root.at(row, column) = own;
            }
        }
        Triangle(root)
    }
}

impl Triangle {
    pub fn zero(size: usize) -> Triangle {
        Triangle(Dense::zero(size))
    }

    /// A row up to the diagonal.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.0.row(row)[..=row]
    }

    /// What the matrix, of which this is the root, turns into `right`.
    pub fn solve(&self, right: Vec<f64>) -> Vec<f64> {
        let mut own = right;
        for row in 0..self.0.size {
            let known: f64 = self.row(row)[..row].iter().zip(&own).map(|(a, b)| a * b).sum();
            own[row] = (own[row] - known) / self.row(row)[row];
        }
        for row in (0..self.0.size).rev() {
            own[row] /= self.row(row)[row];
            let found = own[row];
            for (column, cell) in self.row(row)[..row].iter().enumerate() {
                own[column] -= cell * found;
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_solved_gives_the_right_side_again() {
        let cells = [[4.0, 2.0, 0.5], [2.0, 5.0, 1.0], [0.5, 1.0, 3.0]];
        let mut matrix = Dense::zero(3);
        for (row, own) in cells.iter().enumerate() {
            own.iter().enumerate().for_each(|(column, cell)| *matrix.at(row, column) = *cell);
        }
        let solved = matrix.triangle().solve(vec![1.0, -2.0, 3.0]);
        for (row, wanted) in cells.iter().zip([1.0, -2.0, 3.0]) {
            let found: f64 = row.iter().zip(&solved).map(|(a, b)| a * b).sum();
            assert!((found - wanted).abs() < 1e-12);
        }
    }
}
