"""Made-up documents for training: words with boxes and what they state; nothing is drawn."""
