"""One file a measure, and the expressions that count them. Expressions count what facts say; they decide nothing."""
