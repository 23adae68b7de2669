"""What is measured, each as a process of its own on one core."""
