//! Statements: JSON that names its form, kept to the byte and read as nothing else.

use serde::de::DeserializeOwned;

/// The form of a statement.
pub(crate) trait Form: DeserializeOwned {
    const SCHEMA: &'static str;

    /// The form that it says it has.
    fn schema(&self) -> &str;
}

/// The statement that a text is.
///
/// # Errors
/// It is no statement of this form.
pub(crate) fn read<F: Form>(text: &str) -> Result<F, String> {
    let own: F = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if own.schema() == F::SCHEMA {
        Ok(own)
    } else {
        Err(format!("its schema is `{}`, not `{}`", own.schema(), F::SCHEMA))
    }
}
