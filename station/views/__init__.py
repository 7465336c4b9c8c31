"""What people look at: read models built from one present. They change and judge nothing."""
