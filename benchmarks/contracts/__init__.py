"""Header fields of contracts on the development half of CUAD v1: training, tuning and evaluation."""
