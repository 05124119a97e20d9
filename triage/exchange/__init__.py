"""What leaves the guide on paper or as text: the summary for the doctor, and a QR code."""
