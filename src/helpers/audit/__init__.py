"""The arithmetic is audited: figures that cannot all be true are found and worked out."""
