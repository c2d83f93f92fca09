"""Pages over the registry's services: plain HTML that works without JavaScript."""
