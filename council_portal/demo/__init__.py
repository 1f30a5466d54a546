"""The demo council: invented people, one-click sign-in, and a synthetic county to measure by. Installed by dev settings only."""
