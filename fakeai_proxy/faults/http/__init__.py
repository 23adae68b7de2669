"""Answers that are errors or no answers at all, and heads of replies that say something wrong."""
