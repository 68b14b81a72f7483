"""What an analyst writes or shows in a notebook without `helpers`, as items of the report."""
