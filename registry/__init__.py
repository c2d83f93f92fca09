"""The service: who owns what, what was published, who may use it, what happens next."""
