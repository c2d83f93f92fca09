"""Which products does an index keep, and in which revision?"""


def revisions(backend):
    """Return id -> revision of what *backend* keeps."""
    return {product: each.revision for product, each in backend.stored().items()}
