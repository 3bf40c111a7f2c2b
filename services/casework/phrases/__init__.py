"""常用意见: phrases that a person keeps for the opinions they write."""
