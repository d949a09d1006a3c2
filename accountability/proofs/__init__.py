"""Proofs of the trail that leave the database: checkpoints, evidence bundles, and what checks them."""
