"""Word files and workbooks, of today and of before 2007: each as it is shown, without what is hidden or deleted."""
