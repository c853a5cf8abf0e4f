//! The actions that generated jobs use, each at the commit of a release.

use crate::workflow::ActionRef;

macro_rules! pins {
    ($($(#[$doc:meta])* $constant:ident = $name:literal $version:literal $commit:literal;)*) => {
        $($(#[$doc])* pub(super) const $constant: ActionRef =
            ActionRef { name: $name, version: $version, commit: $commit };)*

        /// All of them: what a repository without a lock begins with.
        pub(super) const ALL: &[ActionRef] = &[$($constant),*];
    };
}

pins! {
    CHECKOUT = "actions/checkout" "v7.0.1" "3d3c42e5aac5ba805825da76410c181273ba90b1";
    UPLOAD = "actions/upload-artifact" "v7.0.1" "043fb46d1a93c77aae656e7c1c64a875d1fc6a0a";
    DOWNLOAD = "actions/download-artifact" "v8.0.1" "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c";
    CACHE = "actions/cache" "v6.1.0" "55cc8345863c7cc4c66a329aec7e433d2d1c52a9";
    PYTHON = "actions/setup-python" "v7.0.0" "5fda3b95a4ea91299a34e894583c3862153e4b97";
    HELM = "azure/setup-helm" "v5.0.1" "9bc31f4ebc9c6b171d7bfbaa5d006ae7abdb4310";
    KUBECTL = "azure/setup-kubectl" "v5.1.0" "829323503d1be3d00ca8346e5391ca0b07a9ab0d";
    KIND = "helm/kind-action" "v1.15.0" "06c1ae10762d3b9c1644e7fe69596ae519e015a2";
    CONFIGURE_PAGES = "actions/configure-pages" "v6.0.0" "45bfe0192ca1faeb007ade9deae92b16b8254a0d";
    UPLOAD_PAGES = "actions/upload-pages-artifact" "v5.0.0" "fc324d3547104276b827a68afc52ff2a11cc49c9";
    DEPLOY_PAGES = "actions/deploy-pages" "v5.0.0" "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128";
}
