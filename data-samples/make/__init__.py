"""Makes the sample data of Civico: real boundaries, invented towns inside them."""
