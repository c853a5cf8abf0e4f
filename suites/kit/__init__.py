"""What the suites' tests are written with: one module a topic."""
