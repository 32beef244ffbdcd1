"""What people do to posts and articles, before and after they are online."""
