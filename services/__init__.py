"""The domain of 匠心: ten wings, each above all that it imports. Read `wiring` first.

wiring > designer > output > selection > casework > process > calendar > people > record > foundation
"""
