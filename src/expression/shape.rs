//! What is known of the members of a value, without its values.

/// What is known of the members of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    /// Nothing.
    #[default]
    Any,
    /// It has no members: text, a number…
    Scalar,
    /// A list whose items have this shape.
    List(Box<Shape>),
    /// An object with these members; others have the shape `rest`, or do not exist.
    Object {
        /// Members by name.
        members: Vec<(Box<str>, Shape)>,
        /// What members beyond those have; `None` if there are none.
        rest: Option<Box<Shape>>,
    },
}

impl Shape {
    /// An object with these members and no others.
    #[must_use]
    pub fn object<'n>(members: impl IntoIterator<Item = (&'n str, Self)>) -> Self {
        let members = members
            .into_iter()
            .map(|(name, shape)| (Box::from(name), shape))
            .collect();
        Self::Object { members, rest: None }
    }

    /// An object with these members, all scalar, and no others: `inputs`, `env`, a matrix row.
    #[must_use]
    pub fn scalars<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self::object(names.into_iter().map(|name| (name, Self::Scalar)))
    }

    /// An object in which any name has this shape.
    #[must_use]
    pub fn map(rest: Self) -> Self {
        Self::Object {
            members: Vec::new(),
            rest: Some(Box::new(rest)),
        }
    }

    /// The shape of the member `name`; `None` if there is surely no such member.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Any => Some(&Self::Any),
            Self::Scalar => None,
            Self::List(item) => name.trim().parse::<u32>().is_ok().then_some(item),
            Self::Object { members, rest } => {
                let found = members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map(|(_, shape)| shape).or(rest.as_deref())
            }
        }
    }

    /// The shape of every item and member; [`Any`](Self::Any) if they differ.
    #[must_use]
    pub fn each(&self) -> &Self {
        match self {
            Self::Any | Self::Scalar => &Self::Any,
            Self::List(item) => item,
            Self::Object { members, rest } => {
                let mut shapes = members.iter().map(|(_, shape)| shape).chain(rest.as_deref());
                let Some(first) = shapes.next() else {
                    return &Self::Any;
                };
                if shapes.all(|shape| shape == first) {
                    first
                } else {
                    &Self::Any
                }
            }
        }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Object { members, .. } => members.iter().map(|(name, _)| &**name).collect(),
            Self::Any | Self::Scalar | Self::List(_) => Vec::new(),
        }
    }
}
