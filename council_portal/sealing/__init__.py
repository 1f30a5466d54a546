"""Confidential text, encrypted at rest under keys that are neither in the database nor the SECRET_KEY."""
