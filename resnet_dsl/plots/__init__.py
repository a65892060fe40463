"""Plots of networks side by side. Only this folder imports matplotlib, and only what draws a plot imports it."""
