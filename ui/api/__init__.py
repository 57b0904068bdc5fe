"""Wenju for programs: the same six functions over HTTP and over MCP."""
