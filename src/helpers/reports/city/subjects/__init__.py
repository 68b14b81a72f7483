"""What the documents of a city tell, a subject each."""
