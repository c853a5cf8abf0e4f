{%- if toolchain -%}
rustup toolchain install {{ toolchain }} --profile minimal --no-self-update
cargo +{{ toolchain }} build --release --locked --package pipewright --package pipewright-runtime
{%- else -%}
cargo build --release --locked --package pipewright --package pipewright-runtime
{%- endif %}
mkdir -p "$PIPEWRIGHT_BIN"
cp target/release/pipewright target/release/pipewright-runtime "$PIPEWRIGHT_BIN/"
