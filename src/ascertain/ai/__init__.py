"""Text and models, without a word of KYC."""
