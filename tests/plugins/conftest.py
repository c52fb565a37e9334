"""What stands here is installed by a test before anything of it runs; by itself none of it is found."""

collect_ignore_glob = ["dummy/*"]
